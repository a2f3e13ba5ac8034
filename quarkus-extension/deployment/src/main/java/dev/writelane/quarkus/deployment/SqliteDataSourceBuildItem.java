package dev.writelane.quarkus.deployment;

import io.quarkus.builder.item.MultiBuildItem;

/** A datasource of kind {@code sqlite} that goes through our driver. */
public final class SqliteDataSourceBuildItem extends MultiBuildItem {
    private final String name;

    public SqliteDataSourceBuildItem(String name) {
        this.name = name;
    }

    /** The datasource's name; {@code <default>} for the default one. */
    public String name() {
        return name;
    }
}
