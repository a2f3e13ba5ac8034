package dev.writelane.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who runs out of space, of files or of permissions is told so, loses nothing acknowledged, and goes on with the same database when the
 * shortage is over. See {@link UnderShortage} and {@link UnderRemount}, which run in JVMs of their own because limits are those of a
 * process, and a file system of its own because it is gone with the process then.
 */
@Tag("attack")
@Timeout(600)
class ShortageTest {
    private static final List<String> MOUNTED =
            List.of("sh", "-c", "mount -t tmpfs -o size=16m tmpfs \"$0\" && exec \"$@\"");
    private static final List<String> FEW_FILES = List.of("sh", "-c", "ulimit -n 256; exec \"$@\"", "sh");
    /** What lets root pass over permissions. */
    private static final String OVERRIDE = "-dac_override,-dac_read_search";

    private static final List<String> OBEDIENT =
            List.of("setpriv", "--bounding-set=" + OVERRIDE, "--inh-caps=" + OVERRIDE);

    @TempDir
    Path directory;

    @Test
    void aFullDiskIsToldAndPasses() throws Exception {
        List<String> mounted = new ArrayList<>(MOUNTED);
        mounted.add(directory.toString());
        for (String unshare : List.of("-m", "-rm")) {
            List<String> own = new ArrayList<>(List.of("unshare", unshare));
            own.addAll(mounted);
            if (works(own)) {
                attack(own, Shortage.Of.DISK, Campaign.rounds(60, 1));
                return;
            }
        }
        skip(Shortage.Of.DISK, "neither `unshare -m` nor `unshare -rm` lets this user mount a tmpfs");
    }

    @Test
    void aLimitOnTheSizeOfFilesIsToldAndPasses() throws Exception {
        Assumptions.assumeTrue(
                works(List.of("prlimit", "--fsize=unlimited:unlimited")) || skip(Shortage.Of.FILE_SIZE, "no prlimit"));
        attack(List.of(), Shortage.Of.FILE_SIZE, Campaign.rounds(240, 3));
    }

    @Test
    void anExhaustionOfFileDescriptorsIsToldAndPasses() throws Exception {
        Assumptions.assumeTrue(works(FEW_FILES) || skip(Shortage.Of.FILES, "no sh with ulimit"));
        attack(FEW_FILES, Shortage.Of.FILES, Campaign.rounds(3, 1));
    }

    @Test
    void aLossOfPermissionIsToldAndPasses() throws Exception {
        List<String> before = isRoot() ? OBEDIENT : List.of();
        Assumptions.assumeTrue(works(before)
                || skip(Shortage.Of.PERMISSION, "this is root, and setpriv cannot drop what root may do"));
        attack(before, Shortage.Of.PERMISSION, 1);
    }

    @Test
    void aFileSystemThatTurnsReadOnlyIsToldAndLosesNothing() throws Exception {
        String shell = "mount -t tmpfs tmpfs \"$0\" && cd \"$0\"";
        Assumptions.assumeTrue(inOwnMounts(shell, "this user may not `unshare -m` and mount: root may"));
        shell += " && truncate -s 32M image && mkfs.ext4 -q image && e2fsck -p image > /dev/null && mkdir mounted";
        Assumptions.assumeTrue(inOwnMounts(shell, "no mkfs.ext4, or no e2fsck"));
        String mount = shell + " && mount -o loop,errors=remount-ro image mounted";
        Assumptions.assumeTrue(inOwnMounts(mount, "no ext4 can be mounted by a loop device"));
        String abort = mount + " && mount -o remount,abort mounted && ! touch mounted/new 2> /dev/null";
        Assumptions.assumeTrue(inOwnMounts(abort, "`mount -o remount,abort` makes nothing read-only"));
        attack(ownMounts(shell), UnderRemount.class, directory + "/image", directory + "/mounted");
        assertThat(directory).isEmptyDirectory();
    }

    /** All is mounted in a namespace that is gone, its loop devices too, when the command has ended, however it ends. */
    private List<String> ownMounts(String shell) {
        return List.of("unshare", "-m", "sh", "-c", shell + " && exec \"$@\"", directory.toString());
    }

    private boolean inOwnMounts(String shell, String otherwise) throws InterruptedException {
        if (works(ownMounts(shell))) {
            return true;
        }
        Campaign.of("read-only remount").report("skipped: %s", otherwise);
        return false;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static boolean skip(Shortage.Of kind, String why) {
        Campaign.of("shortage of " + kind).report("skipped: %s", why);
        return false;
    }

    /** Whether the command, which takes another behind itself, can be run here. */
    private static boolean works(List<String> before) throws InterruptedException {
        List<String> command = new ArrayList<>(before);
        command.add("true");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    private void attack(List<String> before, Shortage.Of kind, int step) throws Exception {
        attack(before, UnderShortage.class, kind.name(), directory.toString(), Integer.toString(step));
        assertThat(Files.exists(directory.resolve("ballast"))).isFalse();
    }

    private void attack(List<String> before, Class<?> program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-D" + Campaign.FORM + "=" + (Campaign.isLong() ? "long" : "short"),
                "-Dattack.seed=" + Campaign.seed(),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SQLITE_TMPDIR", directory.toString()); // sorts meet the same shortage
        Process process = builder.start();
        List<String> said = new ArrayList<>();
        try (BufferedReader lines = process.inputReader()) {
            lines.lines().forEach(said::add);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        said.stream().filter(line -> line.startsWith("ATTACK ")).forEach(System.out::println);
        assertThat(process.exitValue()).as(String.join("\n", said)).isZero();
        assertThat(said).anyMatch(line -> line.startsWith("ATTACK "));
    }
}
