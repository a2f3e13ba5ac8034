package dev.writelane.quarkus.deployment;

import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;
import io.quarkus.bootstrap.classloading.QuarkusClassLoader;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.hibernate.orm.deployment.spi.DatabaseKindDialectBuildItem;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/** Hibernate ORM on {@code db-kind: sqlite}: its dialect, and the ids that do not fit. */
final class DialectProcessor {
    private static final Logger LOG = Logger.getLogger(DialectProcessor.class);

    /** Not by the class: without ORM it cannot be loaded. */
    private static final String DIALECT = "dev.writelane.hibernate.WritelaneDialect";

    private static final String COMMUNITY = "org.hibernate.community.dialect.SQLiteDialect";

    @BuildStep
    DatabaseKindDialectBuildItem dialect() {
        return DatabaseKindDialectBuildItem.forThirdPartyDialect(WritelaneProcessor.KIND, DIALECT);
    }

    @BuildStep
    void check(
            Capabilities capabilities,
            CombinedIndexBuildItem index,
            List<SqliteDataSourceBuildItem> dataSources,
            BuildProducer<ValidationErrorBuildItem> errors) {
        if (capabilities.isMissing(Capability.HIBERNATE_ORM) || dataSources.isEmpty()) {
            return;
        }
        PersistenceUnits units = new PersistenceUnits(
                ConfigProvider.getConfig(),
                index.getIndex(),
                dataSources.stream().map(SqliteDataSourceBuildItem::name).toList());
        if (units.entitiesOnSqlite().isEmpty()) {
            return;
        }
        if (QuarkusClassLoader.isClassPresentAtRuntime(COMMUNITY)) {
            new GeneratedIds(index.getIndex(), units).warnings().forEach(LOG::warn);
        } else {
            errors.produce(
                    new ValidationErrorBuildItem(
                            new ConfigurationException(
                                    "Hibernate ORM speaks SQLite with the dialects of its community: add the"
                                            + " dependency org.hibernate.orm:hibernate-community-dialects (quarkus-bom has the version).")));
        }
    }
}
