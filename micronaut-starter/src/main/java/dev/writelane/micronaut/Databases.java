package dev.writelane.micronaut;

import dev.writelane.SqliteDatabase;
import io.micronaut.context.BeanLocator;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.util.Map;
import java.util.TreeMap;

/** The databases by the names of their datasources. */
final class Databases {
    private Databases() {}

    static Map<String, SqliteDatabase> of(BeanLocator beans) {
        Map<String, SqliteDatabase> byName = new TreeMap<>();
        for (SqliteDatasource datasource : beans.getBeansOfType(SqliteDatasource.class)) {
            String name = datasource.getName();
            byName.put(name, beans.getBean(SqliteDatabase.class, Qualifiers.byName(name)));
        }
        return byName;
    }
}
