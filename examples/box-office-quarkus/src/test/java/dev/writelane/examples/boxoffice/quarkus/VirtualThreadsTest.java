package dev.writelane.examples.boxoffice.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VirtualThreadsTest {

    /** The build decides, and nothing would fail if it decided wrongly. */
    @ParameterizedTest
    @ValueSource(classes = {EventResource.class, ReservationResource.class, SeatResource.class, StatusResource.class})
    void requestsRunOnVirtualThreadsWhereThereAreSome(Class<?> resource) {
        assertThat(resource.isAnnotationPresent(RunOnVirtualThread.class))
                .isEqualTo(Runtime.version().feature() >= 21);
    }
}
