package dev.writelane.quarkus.runtime;

import io.quarkus.runtime.annotations.Recorder;
import io.quarkus.runtime.metrics.MetricsFactory;
import java.util.List;
import java.util.function.Consumer;

/** Registers the meters when the application starts. */
@Recorder
public class MetersRecorder {

    /** Meters of these datasources, if the metrics are Micrometer's. */
    public Consumer<MetricsFactory> meters(List<String> names) {
        return new Consumer<>() {
            @Override
            public void accept(MetricsFactory metrics) {
                if (metrics.metricsSystemSupported(MetricsFactory.MICROMETER)) {
                    Meters.bind(names);
                }
            }
        };
    }
}
