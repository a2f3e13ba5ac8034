package dev.writelane.jdbi;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Another JVM that executes SQL on a file through stock sqlite-jdbc, one statement a line. */
final class ForeignProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;

    ForeignProcess(Path file) throws IOException {
        String classPath = Stream.of(ForeignProcess.class, org.sqlite.JDBC.class, org.slf4j.Logger.class)
                .map(ForeignProcess::placeOf)
                .collect(Collectors.joining(File.pathSeparator));
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        ForeignProcess.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        answers = process.inputReader();
    }

    private static String placeOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns when it is executed. */
    void execute(String sql) {
        try {
            process.getOutputStream().write((sql + "\n").getBytes());
            process.getOutputStream().flush();
            String answer = answers.readLine();
            if (!"done".equals(answer)) {
                throw new IllegalStateException(sql + " in another process: " + answer);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] arguments) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + arguments[0]);
                Statement statement = connection.createStatement();
                BufferedReader lines = new BufferedReader(new java.io.InputStreamReader(System.in))) {
            statement.execute("PRAGMA busy_timeout = 100000");
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                statement.execute(line);
                System.out.println("done");
            }
        }
    }
}
