package dev.writelane.generated;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An archetype is asked in batch mode, where Maven's plugin checks nothing. */
@Timeout(600)
class WrongParametersTest {

    @TempDir
    Path folder;

    @Test
    void eachIsNamedWithItsRemedyAndNothingIsLeft() throws Exception {
        String complaint = generate(
                "-DgroupId=org.example",
                "-DartifactId=shop",
                "-Dpackage=org.example.new",
                "-Ddatabase=../../outside",
                "-Dpolicy=single-thread",
                "-Djdk=8");

        assertThat(complaint)
                .contains("package is `org.example.new`", "-Dpackage=")
                .contains("database is `../../outside`", "-Ddatabase=")
                .contains("policy is `single-thread`", "single-writer, serialized, pooled, per-thread")
                .contains("jdk is `8`", "-Djdk=17");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aNameWithASlashLeavesNoFolderBehind() throws Exception {
        assertThat(generate("-DgroupId=org.example", "-DartifactId=shops/shop")).contains("artifactId is `shops/shop`");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatWasThereBeforeStays() throws Exception {
        Path notes =
                Files.writeString(Files.createDirectory(folder.resolve("shop")).resolve("notes.txt"), "mine");
        Files.setLastModifiedTime(notes, FileTime.fromMillis(1));

        assertThat(generate("-DgroupId=org.example", "-DartifactId=shop", "-Dpolicy=fast"))
                .contains("policy is `fast`", "was there before");
        assertThat(notes).hasContent("mine");
    }

    /** The project's folder is the one that holds everything else. */
    @Test
    void aNameThatIsTheFolderItselfTakesNothingOlderAway() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.setLastModifiedTime(other, FileTime.fromMillis(1));

        assertThat(generate("-DgroupId=org.example", "-DartifactId=.")).contains("artifactId is `.`");
        assertThat(other).isDirectory();
    }

    /** The error. */
    private String generate(String... parameters) throws Exception {
        Maven.Result result = Maven.run(folder, Kind.JDBI.archetype(parameters));
        assertThat(result.status()).as(result.output()).isNotZero();
        return result.output();
    }
}
