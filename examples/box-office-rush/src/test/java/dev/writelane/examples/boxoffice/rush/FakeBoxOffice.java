package dev.writelane.examples.boxoffice.rush;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** A box office that is right because one lock guards all of it, or wrong in the one way that is asked for. */
final class FakeBoxOffice implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        // Without it, each answer waits 40 ms for the delayed acknowledgement of its header.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final Fault fault;
    private final Connection connection;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private int turn;

    FakeBoxOffice(Path database, int port, Fault fault) throws IOException, SQLException {
        this.fault = fault;
        this.connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = OFF");
            statement.execute("PRAGMA foreign_keys = ON");
            for (String sql : schema()) {
                statement.execute(sql);
            }
        }
        connection.setAutoCommit(false);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    static List<String> schema() {
        return List.of(
                "CREATE TABLE event(id INTEGER PRIMARY KEY, name TEXT NOT NULL, venue TEXT NOT NULL, "
                        + "starts_at TEXT NOT NULL, sold INTEGER NOT NULL)",
                "CREATE TABLE seat(id INTEGER PRIMARY KEY, event_id INTEGER NOT NULL REFERENCES event, row_name TEXT, "
                        + "number INTEGER, price NUMERIC(10,2), reservation_id TEXT, UNIQUE(event_id, row_name, number))",
                "CREATE TABLE reservation(id TEXT PRIMARY KEY, event_id INTEGER NOT NULL REFERENCES event, "
                        + "customer TEXT, seats TEXT, total NUMERIC(10,2), created_at TEXT)");
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    @Override
    public void close() throws SQLException {
        server.stop(0);
        threads.shutdownNow();
        synchronized (this) {
            connection.close();
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Reply reply;
            boolean late;
            synchronized (this) {
                try {
                    reply = turns(Fault.SERVER_ERROR, 50)
                            ? json(500, Map.of("error", "planted"))
                            : answer(exchange, body);
                    if (reply.status < 400) {
                        connection.commit();
                    } else {
                        connection.rollback();
                    }
                } catch (SQLException | RuntimeException e) {
                    reply = json(500, Map.of("error", e.toString()));
                }
                late = turns(Fault.LATE_ANSWER, 20);
            }
            if (late) {
                LockSupport.parkNanos(1_500_000_000);
            }
            if (reply.status == 0) {
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", reply.type);
            exchange.sendResponseHeaders(reply.status, reply.body.length == 0 ? -1 : reply.body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(reply.body);
            }
        }
    }

    /** Status 0: no answer. */
    private record Reply(int status, String type, byte[] body) {}

    private static Reply json(int status, Object body) throws IOException {
        return new Reply(status, "application/json", JSON.writeValueAsBytes(body));
    }

    /** Whether this is the time to do what is asked for; every {@code nth} time it is. */
    private boolean turns(Fault planted, int nth) {
        return fault == planted && ++turn % nth == 0;
    }

    private Reply answer(HttpExchange exchange, byte[] body) throws IOException, SQLException {
        String[] path = exchange.getRequestURI().getPath().substring(1).split("/");
        String method = exchange.getRequestMethod();
        if (path[0].equals("health")) {
            return json(200, Map.of("status", "UP"));
        }
        if (path[0].equals("reservations")) {
            return cancel(path[1]);
        }
        if (path.length == 1) {
            return create(JSON.readTree(body));
        }
        long event = Long.parseLong(path[1]);
        if (path.length == 2) {
            return json(200, event(event));
        }
        if (path.length == 4) {
            return importSeats(event, body);
        }
        if (path[2].equals("export")) {
            return export(event);
        }
        return method.equals("POST")
                ? reserve(event, JSON.readTree(body))
                : seats(event, exchange.getRequestURI().getQuery());
    }

    private Reply create(JsonNode wish) throws IOException, SQLException {
        update(
                "INSERT INTO event(name, venue, starts_at, sold) VALUES (?, ?, ?, 0)",
                wish.get("name").asText(),
                wish.get("venue").asText(),
                wish.get("startsAt").asText());
        long id = rows("SELECT max(id) AS id FROM event").get(0).get("id").longValue();
        for (int row = 0; row < wish.get("rows").asInt(); row++) {
            for (int number = 1; number <= wish.get("seatsPerRow").asInt(); number++) {
                insertSeat(
                        id, SeatImport.rowName(row), number, wish.get("price").decimalValue());
            }
        }
        return json(201, event(id));
    }

    private void insertSeat(long event, String row, int number, BigDecimal price) throws SQLException {
        update(
                "INSERT INTO seat(event_id, row_name, number, price) VALUES (?, ?, ?, ?)",
                event,
                row,
                number,
                price.toPlainString());
    }

    private Map<String, Object> event(long id) throws SQLException {
        Map<String, Object> event = new LinkedHashMap<>();
        JsonNode row = rows(
                        "SELECT id, name, sold, (SELECT count(*) FROM seat WHERE event_id = event.id) AS seats "
                                + "FROM event WHERE id = ?",
                        id)
                .get(0);
        row.properties().forEach(field -> event.put(field.getKey(), field.getValue()));
        return event;
    }

    private Reply importSeats(long event, byte[] body) throws IOException, SQLException {
        int imported = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8))) {
            lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split(",");
                insertSeat(event, fields[0], Integer.parseInt(fields[1]), new BigDecimal(fields[2]));
                imported++;
            }
        }
        return json(200, Map.of("imported", imported));
    }

    private Reply seats(long event, String query) throws IOException, SQLException {
        boolean free = query.contains("free=true");
        int page = Integer.parseInt(query.replaceAll(".*page=(\\d+).*", "$1"));
        int size = Integer.parseInt(query.replaceAll(".*size=(\\d+).*", "$1"));
        List<JsonNode> content = rows(
                "SELECT row_name || '-' || number AS label, reservation_id IS NULL AS free FROM seat WHERE event_id = ? "
                        + (free ? "AND reservation_id IS NULL " : "") + "ORDER BY id LIMIT ? OFFSET ?",
                event,
                size,
                page * size);
        return json(200, Map.of("content", content, "page", page, "size", size));
    }

    private Reply export(long event) throws SQLException {
        StringBuilder csv = new StringBuilder("row,number,price,reservation\n");
        boolean torn = fault == Fault.TORN_EXPORT;
        boolean half = false;
        for (JsonNode seat :
                rows("SELECT row_name, number, price, reservation_id FROM seat WHERE event_id = ?", event)) {
            String reservation = seat.path("reservation_id").asText("");
            if (torn && !reservation.isEmpty()) {
                half = !half;
                reservation = half ? reservation : "";
            }
            csv.append(seat.get("row_name").asText())
                    .append(',')
                    .append(seat.get("number").asText());
            csv.append(',')
                    .append(seat.get("price").asText())
                    .append(',')
                    .append(reservation)
                    .append('\n');
        }
        return new Reply(200, "text/csv", csv.toString().getBytes(StandardCharsets.UTF_8));
    }

    private Reply reserve(long event, JsonNode wish) throws IOException, SQLException {
        List<String> labels = new ArrayList<>();
        wish.get("seats").forEach(label -> labels.add(label.asText()));
        List<String> taken = new ArrayList<>();
        BigDecimal total = BigDecimal.ZERO;
        List<Long> seats = new ArrayList<>();
        for (String label : labels) {
            String[] place = label.split("-");
            JsonNode seat = rows(
                            "SELECT id, price, reservation_id FROM seat WHERE event_id = ? AND row_name = ? AND number = ?",
                            event,
                            place[0],
                            Integer.valueOf(place[1]))
                    .get(0);
            if (!seat.path("reservation_id").asText("").isEmpty()) {
                taken.add(label);
            }
            seats.add(seat.get("id").longValue());
            total = total.add(new BigDecimal(seat.get("price").asText()));
        }
        if (!taken.isEmpty() && !turns(Fault.DOUBLE_SALE, 20)) {
            return json(409, Map.of("error", "taken", "taken", taken));
        }
        String id = UUID.randomUUID().toString();
        update(
                "INSERT INTO reservation VALUES (?, ?, ?, ?, ?, ?)",
                id,
                event,
                wish.get("customer").asText(),
                String.join(",", labels),
                turns(Fault.WRONG_TOTAL, 10) ? "1.00" : total.toPlainString(),
                Instant.now().toString());
        for (long seat : seats) {
            update("UPDATE seat SET reservation_id = ? WHERE id = ?", id, seat);
        }
        if (!turns(Fault.LOST_COUNTER, 10)) {
            update("UPDATE event SET sold = sold + ? WHERE id = ?", seats.size(), event);
        }
        if (turns(Fault.LOST_RESERVATION, 10)) {
            connection.rollback();
        }
        if (turns(Fault.UNACKNOWLEDGED_ROW, 10)) {
            connection.commit();
            return json(409, Map.of("error", "taken", "taken", labels));
        }
        if (turns(Fault.CUT_CONNECTION, 10)) {
            return new Reply(0, "", new byte[0]);
        }
        return json(
                201,
                Map.of("id", id, "eventId", event, "customer", wish.get("customer"), "seats", labels, "total", total));
    }

    private Reply cancel(String id) throws IOException, SQLException {
        if (turns(Fault.LOST_CANCELLATION, 5)) {
            return new Reply(204, "application/json", new byte[0]);
        }
        List<JsonNode> found = rows("SELECT event_id FROM reservation WHERE id = ?", id);
        if (found.isEmpty()) {
            return json(404, Map.of("error", "unknown"));
        }
        int freed = update("UPDATE seat SET reservation_id = NULL WHERE reservation_id = ?", id);
        update(
                "UPDATE event SET sold = sold - ? WHERE id = ?",
                freed,
                found.get(0).get("event_id").longValue());
        update("DELETE FROM reservation WHERE id = ?", id);
        return new Reply(204, "application/json", new byte[0]);
    }

    private int update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    private List<JsonNode> rows(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            List<JsonNode> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    Map<String, Object> row = new LinkedHashMap<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        String name = result.getMetaData().getColumnLabel(i);
                        row.put(name, name.equals("free") ? result.getBoolean(i) : result.getObject(i));
                    }
                    rows.add(JSON.valueToTree(row));
                }
            }
            return rows;
        }
    }
}
