package dev.writelane.quarkus.deployment;

import dev.writelane.quarkus.runtime.SqliteDriver;
import io.quarkus.agroal.spi.JdbcDriverBuildItem;
import io.quarkus.bootstrap.model.ApplicationModel;
import io.quarkus.maven.dependency.ResolvedDependency;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import java.util.stream.Collectors;

/** Another extension that registers a driver for {@code sqlite}: Agroal would take either, and nobody could say which. */
final class OtherSqliteExtension {
    private OtherSqliteExtension() {}

    static void failIfThere(List<JdbcDriverBuildItem> drivers, ApplicationModel application) {
        List<String> others = drivers.stream()
                .filter(driver -> driver.getDbKind().equals(WritelaneProcessor.KIND))
                .map(JdbcDriverBuildItem::getDriverClass)
                .filter(driver -> !driver.equals(SqliteDriver.class.getName()))
                .toList();
        if (!others.isEmpty()) {
            throw new ConfigurationException(
                    "Two extensions serve db-kind sqlite: dev.writelane:writelane-quarkus, and one with the driver "
                            + String.join(", ", others) + ". Remove " + suspects(application)
                            + " from the dependencies, or writelane-quarkus.");
        }
    }

    /** The build does not tell who registered a driver; an extension for SQLite says so in its name. */
    private static String suspects(ApplicationModel application) {
        String named = application.getDependencies().stream()
                .filter(ResolvedDependency::isRuntimeExtensionArtifact)
                .filter(dependency -> dependency.getArtifactId().contains(WritelaneProcessor.KIND))
                .map(ResolvedDependency::toGACTVString)
                .collect(Collectors.joining(", "));
        return named.isEmpty() ? "the other extension" : named;
    }
}
