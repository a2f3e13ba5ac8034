package dev.writelane.micronaut.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.SqliteDatabase;
import io.micronaut.context.ApplicationContext;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Multi-tenancy by datasource: each tenant has a file of its own, one repository serves them all. */
class TenantsTest extends DataTest {
    private static final List<String> TENANTS = List.of("default", "red", "blue");

    @Override
    @BeforeEach
    void boot() {
        Map<String, Object> settings = settings(folder, "default", "micronaut.data.multi-tenancy.mode", "DATASOURCE");
        settings.putAll(settings(folder, "red"));
        settings.putAll(settings(folder, "blue"));
        context = ApplicationContext.run(settings);
    }

    @Test
    void eachTenantsRowsAreInItsOwnFile() throws Exception {
        GenreRepository genres = bean(GenreRepository.class);
        CurrentTenant tenant = bean(CurrentTenant.class);
        ExecutorService threads = Executors.newFixedThreadPool(TENANTS.size());
        try {
            List<Future<?>> all = new ArrayList<>();
            for (String name : TENANTS) {
                all.add(threads.submit(() -> {
                    tenant.name.set(name);
                    for (int i = 0; i < 20; i++) {
                        Genre genre = new Genre(null, name + i);
                        scope().transaction(() -> genres.save(genre));
                    }
                    assertThat(genres.findAll()).extracting(Genre::name).allMatch(saved -> saved.startsWith(name));
                }));
            }
            for (Future<?> one : all) {
                one.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        for (String name : TENANTS) {
            SqliteDatabase file = context.getBean(SqliteDatabase.class, Qualifiers.byName(name));
            assertThat(file.status().file()).endsWith(name + ".db");
            tenant.name.set(name);
            assertThat(genres.count()).isEqualTo(20);
        }
    }

    @Test
    void aRepositoryMayNameItsDatasource() throws Exception {
        context.close();
        Map<String, Object> settings = settings(folder, "default");
        settings.putAll(settings(folder, "red"));
        context = ApplicationContext.run(settings);
        bean(RedGenres.class).save(new Genre(null, "red"));
        assertThat(bean(RedGenres.class).count()).isEqualTo(1);
        assertThat(stored("SELECT count(*) FROM genre")).containsExactly("0");
    }
}
