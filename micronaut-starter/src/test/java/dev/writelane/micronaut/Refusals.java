package dev.writelane.micronaut;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Errors of the database inside those of the framework. */
final class Refusals {
    private Refusals() {}

    /** Asserts that a call fails because of an SQLException of this state, and goes on with that. */
    static AbstractThrowableAssert<?, ? extends Throwable> assertState(String state, ThrowingCallable call) {
        AbstractThrowableAssert<?, ? extends Throwable> refused = assertThatThrownBy(call)
                .satisfies(thrown -> {
                    SQLException found = in(thrown);
                    if (found == null || !state.equals(found.getSQLState())) {
                        throw new AssertionError("not " + state, thrown);
                    }
                });
        return refused.extracting(Refusals::in, org.assertj.core.api.InstanceOfAssertFactories.THROWABLE);
    }

    private static SQLException in(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof SQLException found) {
                return found;
            }
        }
        return null;
    }
}
