package dev.writelane.micronaut.data;

import dev.writelane.SqliteDatabase;
import dev.writelane.micronaut.SqliteDatasource;
import io.micronaut.context.BeanContext;
import io.micronaut.context.BeanLocator;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.env.Environment;
import io.micronaut.context.env.PropertyPlaceholderResolver;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.core.beans.BeanIntrospection;
import io.micronaut.core.beans.BeanIntrospector;
import io.micronaut.data.annotation.JsonView;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.data.jdbc.config.DataJdbcConfiguration;
import io.micronaut.data.jdbc.config.SchemaGenerator;
import io.micronaut.data.jdbc.operations.JdbcSchemaHandler;
import io.micronaut.data.model.PersistentEntity;
import io.micronaut.data.model.query.builder.sql.validation.SqlTableMappingValidator;
import io.micronaut.data.model.runtime.RuntimeEntityRegistry;
import io.micronaut.data.runtime.config.SchemaGenerate;
import io.micronaut.inject.qualifiers.Qualifiers;
import jakarta.annotation.PostConstruct;
import java.lang.reflect.Modifier;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes or checks the tables of entities: SQLite's own way for its datasources, Micronaut's for all others.
 *
 * <p>{@code datasources.NAME.schema-generate}: {@code CREATE} creates what is missing, and a table that is there must fit its
 * entity; {@code CREATE_DROP} drops the entities' tables first; {@code VALIDATE} only looks. What goes wrong stops the start, names
 * the entity and leaves the file as it was.
 */
@Context
@Requires(classes = SchemaGenerator.class)
@Replaces(SchemaGenerator.class)
final class SqliteSchemaGenerator {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteSchemaGenerator.class);

    private final SchemaGenerator forOthers;
    private final List<DataJdbcConfiguration> ours;
    private final PropertyPlaceholderResolver placeholders;

    SqliteSchemaGenerator(
            List<DataJdbcConfiguration> configurations,
            JdbcSchemaHandler schemaHandler,
            List<SqlTableMappingValidator> validators,
            Environment environment,
            BeanContext beans) {
        Map<Boolean, List<DataJdbcConfiguration>> isSqlite = configurations.stream()
                .collect(Collectors.partitioningBy(configuration ->
                        beans.containsBean(SqliteDatasource.class, Qualifiers.byName(configuration.getName()))));
        forOthers =
                new SchemaGenerator(isSqlite.getOrDefault(false, List.of()), schemaHandler, validators, environment);
        ours = isSqlite.getOrDefault(true, List.of());
        placeholders = environment.getPlaceholderResolver();
    }

    @PostConstruct
    void createOrValidateSchema(BeanLocator beans) {
        forOthers.createOrValidateSchema(beans);
        for (DataJdbcConfiguration datasource : ours) {
            if (datasource.isEnabled() && datasource.getSchemaGenerate() != SchemaGenerate.NONE) {
                // Migrations run when the DataSource is made, which must be before its tables are looked at.
                beans.getBean(DataSource.class, Qualifiers.byName(datasource.getName()));
                SqliteDatabase database = beans.getBean(SqliteDatabase.class, Qualifiers.byName(datasource.getName()));
                try {
                    bringAbout(datasource, database, beans);
                } catch (RuntimeException e) {
                    database.close(); // a context that does not start destroys none of its beans
                    throw e;
                }
            }
        }
    }

    private void bringAbout(DataJdbcConfiguration datasource, SqliteDatabase database, BeanLocator beans) {
        String name = datasource.getName();
        if (datasource.getSchemaGenerateName() != null || datasource.getSchemaGenerateNames() != null) {
            throw new ConfigurationException("datasources." + name
                    + ".schema-generate-name(s): a SQLite file has no schemas of its own. Leave it out; a second file is"
                    + " attached by datasources." + name
                    + ".writelane.attach.<alias>, and its entities say @MappedEntity(schema ="
                    + " \"<alias>\")");
        }
        List<EntityTable> tables =
                EntityTables.of(entities(datasource, beans.getBean(RuntimeEntityRegistry.class)), placeholders);
        try {
            int created = datasource.getSchemaGenerate() == SchemaGenerate.VALIDATE
                    ? database.read(connection -> new Schema(connection).validate(tables))
                    : database.write(connection -> new Schema(connection)
                            .create(tables, datasource.getSchemaGenerate() == SchemaGenerate.CREATE_DROP));
            LOG.debug("Datasource {}: {} of {} tables created", name, created, tables.size());
        } catch (SQLException e) {
            throw new DataAccessException(
                    "datasources." + name + ".schema-generate: " + datasource.getSchemaGenerate() + " failed. "
                            + e.getMessage(),
                    e);
        }
    }

    /** The entities that Micronaut itself would take. */
    private static List<PersistentEntity> entities(DataJdbcConfiguration datasource, RuntimeEntityRegistry registry) {
        List<String> packages = datasource.getPackages();
        Collection<BeanIntrospection<Object>> introspections = packages.isEmpty()
                ? BeanIntrospector.SHARED.findIntrospections(MappedEntity.class)
                : BeanIntrospector.SHARED.findIntrospections(MappedEntity.class, packages.toArray(String[]::new));
        List<PersistentEntity> entities = new ArrayList<>();
        for (BeanIntrospection<Object> introspection : introspections) {
            Class<Object> type = introspection.getBeanType();
            boolean isTable = !type.getName().contains("$")
                    && !Modifier.isAbstract(type.getModifiers())
                    && !introspection.hasAnnotation(JsonView.class);
            if (isTable) {
                entities.add(registry.getEntity(type));
            }
        }
        // The same tables whatever the class path's order.
        entities.sort(Comparator.comparing(PersistentEntity::getName));
        return entities;
    }
}
