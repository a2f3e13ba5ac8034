package dev.writelane.quarkus.runtime;

import dev.writelane.SqliteDatabase;
import io.quarkus.agroal.DataSource;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InjectableBean;
import io.quarkus.arc.InstanceHandle;
import io.quarkus.datasource.common.runtime.DataSourceUtil;
import jakarta.enterprise.inject.Any;
import java.util.SortedMap;
import java.util.TreeMap;

/** The databases of the running application. */
final class OpenDatabases {
    private OpenDatabases() {}

    /** By the names of their datasources as people write them: {@code default}, {@code orders}. Inactive ones are left out. */
    static SortedMap<String, SqliteDatabase> byName() {
        SortedMap<String, SqliteDatabase> databases = new TreeMap<>();
        for (InstanceHandle<SqliteDatabase> handle :
                Arc.container().listAll(SqliteDatabase.class, Any.Literal.INSTANCE)) {
            InjectableBean<SqliteDatabase> bean = handle.getBean();
            boolean ours = bean.getKind() == InjectableBean.Kind.SYNTHETIC;
            if (ours && bean.isActive()) {
                databases.put(nameOf(bean), handle.get());
            }
        }
        return databases;
    }

    private static String nameOf(InjectableBean<?> bean) {
        return bean.getQualifiers().stream()
                .filter(DataSource.class::isInstance)
                .map(qualifier -> ((DataSource) qualifier).value())
                .filter(name -> !DataSourceUtil.isDefault(name))
                .findFirst()
                .orElse("default");
    }
}
