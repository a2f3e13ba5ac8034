package dev.writelane.examples.boxoffice.rush;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.ToIntFunction;

/** What a program said, with its exit status. */
record Said(int status, String text) {
    static Said by(ToIntFunction<PrintWriter> program) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        int status = program.applyAsInt(out);
        out.flush();
        return new Said(status, text.toString());
    }
}
