package dev.writelane.examples.boxoffice.jdbi;

import java.io.IOException;

/** Answers one kind of request, on a thread that may block. */
@FunctionalInterface
interface Endpoint {

    Answer answer(Call call) throws IOException;
}
