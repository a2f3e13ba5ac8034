package dev.writelane.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How much of the machine other processes used for a while: what a figure from a shared machine has to be read with.
 *
 * <p>From Linux's accounts: everything that was not idle, less this process and its children, whether they have ended or not.
 * Elsewhere it is unknown, NaN.
 */
public final class OtherLoad {
    private static final Path MACHINE = Path.of("/proc/stat");
    private static final Path SELF = Path.of("/proc/self/stat");

    private final long total;
    private final long others;

    private OtherLoad(long total, long others) {
        this.total = total;
        this.others = others;
    }

    public static OtherLoad now() {
        if (!Files.isReadable(MACHINE) || !Files.isReadable(SELF)) {
            return new OtherLoad(0, 0);
        }
        try (Stream<String> lines = Files.lines(MACHINE)) {
            // cpu user nice system idle iowait irq softirq steal …, in clock ticks; guest time is in user already
            long[] machine = numbers(lines.findFirst().orElseThrow(), 1, 8);
            long total = LongStream.of(machine).sum();
            long idle = machine[3] + machine[4];
            long own = ticksOf(SELF)
                    + ProcessHandle.current()
                            .descendants()
                            .mapToLong(process -> ticksOf(Path.of("/proc", Long.toString(process.pid()), "stat")))
                            .sum();
            return new OtherLoad(total, total - idle - own);
        } catch (IOException e) {
            return new OtherLoad(0, 0);
        }
    }

    /** Its own and those of its children that have ended; 0 if it has ended itself: then they are its parent's. */
    private static long ticksOf(Path process) {
        try {
            // Behind the name in brackets: state is the 3rd field, utime stime cutime cstime the 14th to 17th.
            String stat = Files.readString(process);
            return LongStream.of(numbers(stat.substring(stat.lastIndexOf(')') + 2), 11, 4))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    /** The share of all cores' time, 0 to 1, that other processes have used since then. */
    public double sinceThen() {
        OtherLoad now = now();
        return now.total == total ? Double.NaN : Math.max(0, (double) (now.others - others) / (now.total - total));
    }

    /** Only those asked for: others of these fields are not numbers, or beyond a long. */
    private static long[] numbers(String fields, int skip, int count) {
        return Stream.of(fields.split("\\s+"))
                .skip(skip)
                .limit(count)
                .mapToLong(Long::parseLong)
                .toArray();
    }
}
