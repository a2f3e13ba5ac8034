package dev.writelane.examples.boxoffice.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writelane.examples.boxoffice.contract.Http;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

class WebServerTest {

    private final Router router = new Router();
    private WebServer server;
    private Http http;

    @BeforeEach
    void start() {
        server = WebServer.start(HttpTest.settings(false).server(), router);
        http = server::url;
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void aFileThatFailsHalfwayIsNotTakenForAWholeOne() {
        router.on(
                "GET",
                "/file",
                call -> Answer.csv("file.csv", text -> {
                    text.write("half of it\n".repeat(100_000));
                    throw new IllegalStateException("the disk is gone");
                }));

        assertThatThrownBy(() -> http.get("/file")).hasMessage("no answer").hasCauseInstanceOf(IOException.class);
    }

    @Test
    void whatFailsBeforeTheFirstByteIsAnError() {
        router.on("GET", "/file", call -> {
            throw new IllegalStateException("the disk is gone");
        });

        Http.Answer answer = http.get("/file");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("{\"error\":\"Server Error\"}");
    }

    @Test
    void anotherMethodIsToldWhichThereAre() {
        router.on("GET", "/file", call -> Answer.noContent());
        router.on("DELETE", "/file", call -> Answer.noContent());

        Http.Answer answer = http.post("/file", "{}");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.response().headers().firstValue("Allow")).hasValue("DELETE, GET");
        assertThat(answer.body()).isEqualTo("{\"error\":\"Method Not Allowed\"}");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void requestsRunOnVirtualThreadsIfTheSettingSaysSo() {
        router.on(
                "GET",
                "/thread",
                call -> Answer.ok(Map.of("thread", Thread.currentThread().toString())));
        assertThat(http.text(http.get("/thread"), "thread")).doesNotContain("VirtualThread");
        server.stop();

        server = WebServer.start(HttpTest.settings(true).server(), router);
        http = server::url;

        assertThat(http.text(http.get("/thread"), "thread")).startsWith("VirtualThread");
    }

    @Test
    void whatJettyRefusesHasTheBodyOfAllErrors() {
        Http.Answer answer = http.get("/a%2Fb");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(http.map(answer)).containsOnlyKeys("error");
    }
}
