package dev.writelane.attack;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.StateCase;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.ForkedTestConfig;
import org.openjdk.jcstress.infra.runners.Runner;
import org.openjdk.jcstress.infra.runners.SpinLoopStyle;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * Runs all races of jcstress one after the other in this JVM, which is not a test's: a race that hangs ends with it. jcstress's own
 * program starts a JVM for each race and each way to compile it, after some thirty that try out what the JDK can do: minutes, where
 * our races need fractions of a second each. What it reports is the same.
 */
public final class RaceRunner {
    private static final int FOOTPRINT_MIB = 32;
    private static final int STRIDE_SIZE = 16;
    private static final int STRIDES = 40;

    private RaceRunner() {}

    /** @param arguments how many milliseconds each race lasts */
    public static void main(String[] arguments) throws Exception {
        int millis = Integer.parseInt(arguments[0]);
        for (String name : TestList.tests()) {
            TestInfo race = TestList.getInfo(name);
            print(race, run(race, millis));
        }
        System.exit(0); // a race that hangs leaves its threads
    }

    private static TestResult run(TestInfo race, int millis) throws Exception {
        Runner<?> runner = (Runner<?>) Class.forName(race.generatedRunner())
                .getConstructor(ForkedTestConfig.class)
                .newInstance(configuration(race, millis));
        return runner.run();
    }

    /** As jcstress itself sends it to its JVMs; there is no other way to make one for whoever has no command line. */
    private static ForkedTestConfig configuration(TestInfo race, int millis) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(SpinLoopStyle.THREAD_YIELD.ordinal());
            out.writeInt(millis);
            out.writeInt(1); // iterations
            out.writeUTF(race.generatedRunner());
            out.writeInt(FOOTPRINT_MIB);
            out.writeInt(STRIDE_SIZE);
            out.writeInt(STRIDES);
            out.writeBoolean(false); // affinity
        }
        return new ForkedTestConfig(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }

    private static void print(TestInfo race, TestResult result) {
        String name = race.name().replaceFirst(".*\\.", "");
        if (result.status() != Status.NORMAL) {
            print(name, Expect.FORBIDDEN, 1, result.status().toString(), String.join(" ", result.getMessages()));
        }
        for (String outcome : result.getStateKeys()) {
            StateCase expected = expected(race, outcome);
            print(name, expected.expect(), result.getCount(outcome), outcome, expected.description());
        }
    }

    private static StateCase expected(TestInfo race, String outcome) {
        return race.cases().stream()
                .filter(expected -> expected.matchesExactly(outcome))
                .findFirst()
                .orElseGet(race::unmatched);
    }

    private static void print(String race, Expect expect, long count, String outcome, String description) {
        System.out.println(
                String.join("\t", race, expect.name(), String.valueOf(count), outcome, description.replace('\n', ' ')));
    }
}
