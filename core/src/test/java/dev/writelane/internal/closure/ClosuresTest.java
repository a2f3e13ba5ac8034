package dev.writelane.internal.closure;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writelane.SqlFunction;
import dev.writelane.internal.engine.Stop;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told when both the work and the end of its transaction fail. */
class ClosuresTest {
    private final SQLException lost = new SQLException("lost with its group", "40001");
    private final SQLException broken = new SQLException("broken", "58030");

    private static Closures endingWith(Throwable failure) {
        return new Closures() {
            @Override
            protected ClosureTransaction begin(boolean writes) {
                return new Failing(failure);
            }

            @Override
            protected @Nullable SQLException refusalInside(String call, boolean writes) {
                return null;
            }

            @Override
            protected @Nullable SQLException refusalToWaitFor(String call, boolean writes) {
                return null;
            }

            @Override
            protected boolean diagnostics() {
                return false;
            }
        };
    }

    private record Failing(Throwable failure) implements ClosureTransaction {
        @Override
        public void commit() {}

        @Override
        public void close() throws SQLException {
            throw ClosuresTest.<RuntimeException>sneak(failure);
        }

        @Override
        public <T extends @Nullable Object> T call(
                String call, boolean writes, @Nullable Throwable begunAt, @Nullable Stop stop, SqlFunction<T> work)
                throws SQLException {
            return work.apply(null);
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E sneak(Throwable thrown) throws E {
        throw (E) thrown;
    }

    private static void run(Closures closures, Throwable thrown) throws SQLException {
        closures.write(c -> {
            throw ClosuresTest.<RuntimeException>sneak(thrown);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anErrorIsToldAsItIs(boolean withItsGroup) {
        Error error = new StackOverflowError();
        SQLException end = withItsGroup ? lost : broken;
        assertThatThrownBy(() -> run(endingWith(end), error)).isSameAs(error).hasSuppressedException(end);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anExceptionIsSuppressedByALossAlone(boolean checked) {
        Exception mine = checked ? new java.io.IOException("mine") : new IllegalStateException("mine");
        assertThatThrownBy(() -> run(endingWith(lost), mine)).isSameAs(lost).hasSuppressedException(mine);
        assertThatThrownBy(() -> run(endingWith(broken), mine)).isSameAs(mine).hasSuppressedException(broken);
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "58030"})
    void whatIsThrownTwiceIsToldOnce(String state) {
        SQLException twice = new SQLException("twice", state);
        assertThatThrownBy(() -> run(endingWith(twice), twice)).isSameAs(twice).hasNoSuppressedExceptions();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatFailsAtTheEndDoesNotHideTheWorksFailure(boolean error) {
        Throwable end = error ? new OutOfMemoryError("at the end") : new IllegalStateException("at the end");
        IllegalArgumentException mine = new IllegalArgumentException("mine");
        assertThatThrownBy(() -> run(endingWith(end), mine)).isSameAs(mine).hasSuppressedException(end);
    }
}
