package dev.writelane.quarkus.deployment;

import dev.writelane.quarkus.ReadOnlyTransaction;
import dev.writelane.quarkus.runtime.WritelaneRecorder;
import dev.writelane.quarkus.runtime.jta.ReadOnlyIntent;
import io.agroal.api.AgroalPoolInterceptor;
import io.quarkus.agroal.deployment.AgroalDataSourceBuildUtil;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import jakarta.inject.Singleton;
import java.util.List;

/** How datasources take part in JTA's transactions. */
final class TransactionsProcessor {

    @BuildStep
    AdditionalBeanBuildItem readOnlyTransactions() {
        return AdditionalBeanBuildItem.builder()
                .addBeanClasses(ReadOnlyTransaction.class, ReadOnlyIntent.class, ReadOnlyIntent.Before.class)
                .build();
    }

    @BuildStep
    @Record(ExecutionTime.STATIC_INIT)
    void suspendedTransactions(WritelaneRecorder recorder) {
        recorder.rememberSuspendedTransactions();
    }

    /** What {@link ReadOnlyTransaction} promises, where the datasource is a server. */
    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void readOnlyTransactionsOfServers(
            WritelaneRecorder recorder,
            List<OtherDataSourceBuildItem> dataSources,
            BuildProducer<SyntheticBeanBuildItem> beans) {
        for (OtherDataSourceBuildItem dataSource : dataSources) {
            if (dataSource.hasReadOnlyTransactions()) {
                beans.produce(interceptor(dataSource.name())
                        .runtimeValue(recorder.readOnlyTransactions(dataSource.name()))
                        .done());
            }
        }
    }

    private static SyntheticBeanBuildItem.ExtendedBeanConfigurator interceptor(String dataSource) {
        return SyntheticBeanBuildItem.configure(AgroalPoolInterceptor.class)
                .scope(Singleton.class)
                .qualifiers(AgroalDataSourceBuildUtil.qualifiers(dataSource))
                .setRuntimeInit()
                .unremovable();
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void enlistedConnections(
            WritelaneRecorder recorder,
            List<SqliteDataSourceBuildItem> dataSources,
            BuildProducer<SyntheticBeanBuildItem> beans) {
        for (SqliteDataSourceBuildItem dataSource : dataSources) {
            if (dataSource.transactions()) {
                beans.produce(interceptor(dataSource.name())
                        .runtimeValue(recorder.enlistedConnections(dataSource.name()))
                        .done());
            }
        }
    }
}
