package dev.writelane.quarkus.deployment;

import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.hibernate.orm.deployment.spi.DatabaseKindDialectBuildItem;

/** Hibernate ORM's dialect for {@code db-kind: sqlite}. */
final class DialectProcessor {

    @BuildStep
    DatabaseKindDialectBuildItem dialect() {
        return DatabaseKindDialectBuildItem.forThirdPartyDialect(
                WritelaneProcessor.KIND, "org.hibernate.community.dialect.SQLiteDialect");
    }
}
