package dev.writelane.quarkus.deployment;

import dev.writelane.SqliteDatabase;
import dev.writelane.Transactor;
import dev.writelane.quarkus.runtime.RequestConnectionDestroyer;
import dev.writelane.quarkus.runtime.WritelaneRecorder;
import io.quarkus.agroal.deployment.AgroalDataSourceBuildUtil;
import io.quarkus.arc.BeanDestroyer;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.nativeimage.NativeImageProxyDefinitionBuildItem;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.List;

/** The beans of each SQLite datasource: its database, and a connection for each request. */
final class DatabasesProcessor {

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void databases(
            WritelaneRecorder recorder,
            List<SqliteDataSourceBuildItem> dataSources,
            List<OtherDataSourceBuildItem> others,
            BuildProducer<SyntheticBeanBuildItem> beans) {
        List<String> names =
                dataSources.stream().map(SqliteDataSourceBuildItem::name).toList();
        List<String> otherNames =
                others.stream().map(OtherDataSourceBuildItem::name).toList();
        recorder.checkSettings(names, otherNames);
        for (String name : names) {
            beans.produce(SyntheticBeanBuildItem.configure(SqliteDatabase.class)
                    .types(SqliteDatabase.class, Transactor.class)
                    .scope(Singleton.class) // the class is final, so there is no client proxy
                    .qualifiers(AgroalDataSourceBuildUtil.qualifiers(name))
                    .setRuntimeInit()
                    .unremovable()
                    .startup() // a wrong setting or file fails the start, not the first request
                    .checkActive(recorder.active(name))
                    .createWith(recorder.open(name, names, otherNames))
                    .destroyer(BeanDestroyer.AutoCloseableDestroyer.class)
                    .done());
        }
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void requestConnections(
            WritelaneRecorder recorder,
            List<SqliteDataSourceBuildItem> dataSources,
            BuildProducer<SyntheticBeanBuildItem> beans) {
        for (SqliteDataSourceBuildItem dataSource : dataSources) {
            beans.produce(SyntheticBeanBuildItem.configure(Connection.class)
                    .scope(RequestScoped.class)
                    .defaultBean() // the application's own producer comes first
                    .qualifiers(AgroalDataSourceBuildUtil.qualifiers(dataSource.name()))
                    .setRuntimeInit()
                    .createWith(recorder.requestConnection(dataSource.name()))
                    .destroyer(RequestConnectionDestroyer.class)
                    .done());
        }
    }

    @BuildStep
    NativeImageProxyDefinitionBuildItem requestConnectionProxy() {
        return new NativeImageProxyDefinitionBuildItem(Connection.class.getName());
    }
}
