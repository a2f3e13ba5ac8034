package dev.writelane.quarkus.deployment;

import io.quarkus.builder.item.MultiBuildItem;
import io.quarkus.datasource.common.runtime.DatabaseKind;

/** A datasource that is not ours. */
public final class OtherDataSourceBuildItem extends MultiBuildItem {
    private final String name;
    private final String kind;
    private final boolean transactions;

    /**
     * @param name the datasource's name
     * @param kind its {@code db-kind}
     * @param transactions whether its connections take part in JTA's transactions
     */
    public OtherDataSourceBuildItem(String name, String kind, boolean transactions) {
        this.name = name;
        this.kind = kind;
        this.transactions = transactions;
    }

    /** The datasource's name; {@code <default>} for the default one. */
    public String name() {
        return name;
    }

    /** Whether its transactions can be read-only ones, as PostgreSQL has them. */
    public boolean hasReadOnlyTransactions() {
        return transactions && DatabaseKind.isPostgreSQL(kind);
    }
}
