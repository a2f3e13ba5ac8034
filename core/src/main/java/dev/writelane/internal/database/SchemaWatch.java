package dev.writelane.internal.database;

import dev.writelane.internal.lane.KitHolder;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.lane.LaneSet;
import dev.writelane.internal.session.SessionContext;
import java.sql.SQLException;

/**
 * Notices when another process changes the schema. SQLite itself prepares statements anew then, so rows are right at once, and so are
 * the labels of {@code SELECT *} (see NativeStatement); what may be stale for up to a second is declared types.
 */
final class SchemaWatch implements Watch.Look {
    private static final KitHolder LOOKER = new KitHolder("the look at the schema's version", KitHolder.Stay.VISIT);

    private final SessionContext context;
    private final LaneSet readers;
    /** Touched by the one watching thread only. */
    private String seen = "";

    SchemaWatch(SessionContext context, LaneSet readers) {
        this.context = context;
        this.readers = readers;
    }

    @Override
    public void look() throws SQLException {
        for (Lane lane : readers.lanes()) {
            String version = LaneLook.ask(readers, lane, LOOKER, "schema_version");
            if (version != null) {
                if (!seen.equals(version)) { // the first look too: it may have changed since the opening
                    context.schemaHasChanged();
                }
                seen = version;
                return;
            }
        }
    }
}
