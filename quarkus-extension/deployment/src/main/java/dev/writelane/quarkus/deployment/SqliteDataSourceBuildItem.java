package dev.writelane.quarkus.deployment;

import io.quarkus.builder.item.MultiBuildItem;

/** A datasource of kind {@code sqlite} that goes through our driver. */
public final class SqliteDataSourceBuildItem extends MultiBuildItem {
    private final String name;
    private final boolean transactions;

    /**
     * @param name the datasource's name
     * @param transactions whether its connections take part in JTA's transactions
     */
    public SqliteDataSourceBuildItem(String name, boolean transactions) {
        this.name = name;
        this.transactions = transactions;
    }

    /** The datasource's name; {@code <default>} for the default one. */
    public String name() {
        return name;
    }

    /** Whether its connections take part in JTA's transactions. */
    public boolean transactions() {
        return transactions;
    }
}
