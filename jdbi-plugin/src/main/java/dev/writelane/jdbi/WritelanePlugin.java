package dev.writelane.jdbi;

import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.HandleScope;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.spi.JdbiPlugin;

/**
 * Adds to a {@link Jdbi} on a Writelane {@code DataSource} what the DataSource alone cannot know: inside whose handle the calling code runs,
 * so that a write inside a write by another handle or connection is refused at once (SQLState 25001) instead of waiting for itself; and
 * handles on the connections of {@link AsyncJdbi}.
 *
 * <p>Installing it twice is installing it once. A {@link HandleScope} of your own is kept, whether it was set before or is set later; what
 * it holds is then not known. Thread-safe.
 */
public final class WritelanePlugin extends JdbiPlugin.Singleton {
    private static final Class<?> DEFAULT_SCOPE = HandleScope.threadLocal().getClass();

    @Override
    public void customizeJdbi(Jdbi jdbi) {
        if (jdbi.getHandleScope().getClass() == DEFAULT_SCOPE) {
            jdbi.setHandleScope(new ThreadHandleScope());
        }
    }

    @Override
    public Connection customizeConnection(Connection opened) throws SQLException {
        return GivenConnection.insteadOf(opened);
    }
}
