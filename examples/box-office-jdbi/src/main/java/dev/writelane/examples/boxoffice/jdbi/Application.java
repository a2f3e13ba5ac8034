package dev.writelane.examples.boxoffice.jdbi;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Starts the box office. */
public final class Application {

    private Application() {}

    /** Serves until the process is told to end. */
    public static void main(String[] args) {
        try {
            BoxOffice office = BoxOffice.open(Settings.read());
            Runtime.getRuntime().addShutdownHook(new Thread(office::close, "shutdown"));
            System.out.println("The box office is open at " + office.url());
        } catch (WrongSettings e) {
            System.err.println("The box office cannot start: " + e.getMessage());
            System.exit(1);
        } catch (Exception e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace, true));
            System.err.println("The box office cannot start: " + trace);
            System.exit(1);
        }
    }
}
