package dev.writelane.micronaut.data;

import io.micronaut.context.env.PropertyPlaceholderResolver;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.core.annotation.AnnotationValue;
import io.micronaut.data.annotation.Relation;
import io.micronaut.data.annotation.sql.JoinColumns;
import io.micronaut.data.exceptions.MappingException;
import io.micronaut.data.model.Association;
import io.micronaut.data.model.Embedded;
import io.micronaut.data.model.PersistentEntity;
import io.micronaut.data.model.PersistentEntityUtils;
import io.micronaut.data.model.PersistentProperty;
import io.micronaut.data.model.query.builder.sql.SqlSchemaUtils;
import io.micronaut.data.model.schema.sql.SqlColumnMapping;
import io.micronaut.data.model.schema.sql.SqlTableMapping;
import io.micronaut.data.model.schema.sql.SqlTableMapping.TableType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tables that entities ask for: columns and indexes as Micronaut Data itself sees them (its own schema generation is
 * built on the same mapping), the foreign keys from the associations.
 */
final class EntityTables {
    private final PropertyPlaceholderResolver placeholders;
    private final Map<String, EntityTable> byName = new LinkedHashMap<>();

    private EntityTables(PropertyPlaceholderResolver placeholders) {
        this.placeholders = placeholders;
    }

    static List<EntityTable> of(Collection<PersistentEntity> entities, PropertyPlaceholderResolver placeholders) {
        EntityTables tables = new EntityTables(placeholders);
        for (PersistentEntity entity : entities) {
            tables.add(entity);
        }
        List<EntityTable> all = List.copyOf(tables.byName.values());
        return all.stream().map(table -> table.withKeysAmong(all)).toList();
    }

    private void add(PersistentEntity entity) {
        List<SqlTableMapping> mappings;
        try {
            mappings = SqlSchemaUtils.getSqlTableMappings(entity);
        } catch (MappingException e) {
            throw new ConfigurationException(
                    "No table can be made for " + entity.getName() + ": " + e.getMessage()
                            + ". Say what it is: @MappedProperty(definition = \"TEXT\")",
                    e);
        }
        List<Association> joined = joinTableAssociations(entity);
        int join = 0;
        for (SqlTableMapping mapping : mappings) {
            boolean isJoin = mapping.type() == TableType.JOIN;
            put(new EntityTable(
                    entity.getName(),
                    resolved(mapping.schema()),
                    resolved(mapping.name()),
                    mapping,
                    isJoin ? joinKeys(entity, joined.get(join++), mapping) : foreignKeys(entity)));
        }
    }

    /** An entity's own table goes before a join table that another entity supposes; two entities may share one. */
    private void put(EntityTable table) {
        byName.merge(table.key(), table, (known, added) -> {
            if (known.isJoin() != added.isJoin()) {
                return known.isJoin() ? added : known;
            }
            return known.isJoin() ? known : known.and(added);
        });
    }

    private String resolved(@Nullable String name) {
        if (name == null) {
            return "";
        }
        return name.contains(placeholders.getPrefix()) ? placeholders.resolveRequiredPlaceholders(name) : name;
    }

    private List<ForeignKey> foreignKeys(PersistentEntity entity) {
        List<ForeignKey> keys = new ArrayList<>();
        for (PersistentProperty property : properties(entity).toList()) {
            collect(entity, List.of(), property, keys);
        }
        return keys;
    }

    private void collect(
            PersistentEntity entity, List<Association> path, PersistentProperty property, List<ForeignKey> keys) {
        if (property instanceof Embedded embedded) {
            List<Association> inside = plus(path, embedded);
            for (PersistentProperty part : embedded.getAssociatedEntity().getPersistentProperties()) {
                collect(entity, inside, part, keys);
            }
        } else if (property instanceof Association association && !association.isForeignKey()) {
            PersistentEntity target = association.getAssociatedEntity();
            List<String> columns = new ArrayList<>();
            List<String> references = new ArrayList<>();
            PersistentEntityUtils.traversePersistentProperties(path, association, (associations, leaf) -> {
                columns.add(entity.getNamingStrategy().mappedName(associations, leaf));
                List<Association> inTarget = associations.subList(path.size() + 1, associations.size());
                references.add(target.getNamingStrategy().mappedName(inTarget, leaf));
            });
            keys.add(new ForeignKey(columns, resolved(target.getPersistedName()), references));
        }
    }

    /** The columns of a join table are the one side's identity, then the other's. */
    private List<ForeignKey> joinKeys(PersistentEntity entity, Association association, SqlTableMapping mapping) {
        PersistentEntity other = association.getAssociatedEntity();
        List<String> columns =
                mapping.columns().stream().map(SqlColumnMapping::getName).toList();
        List<String> left = identityColumns(entity);
        List<String> right = identityColumns(other);
        return List.of(
                new ForeignKey(columns.subList(0, left.size()), resolved(entity.getPersistedName()), left),
                new ForeignKey(
                        columns.subList(left.size(), columns.size()), resolved(other.getPersistedName()), right));
    }

    private static List<String> identityColumns(PersistentEntity entity) {
        List<String> columns = new ArrayList<>();
        for (PersistentProperty identity : entity.getIdentityProperties()) {
            PersistentEntityUtils.traversePersistentProperties(
                    identity,
                    (associations, leaf) ->
                            columns.add(entity.getNamingStrategy().mappedName(associations, leaf)));
        }
        return columns;
    }

    /** Those for which Micronaut's mapping has a join table, in its order. */
    private static List<Association> joinTableAssociations(PersistentEntity entity) {
        return properties(entity)
                .flatMap(EntityTables::leaves)
                .filter(Association.class::isInstance)
                .map(Association.class::cast)
                .filter(EntityTables::hasJoinTable)
                .toList();
    }

    private static Stream<PersistentProperty> properties(PersistentEntity entity) {
        return Stream.concat(entity.getIdentityProperties().stream(), entity.getPersistentProperties().stream());
    }

    private static Stream<? extends PersistentProperty> leaves(PersistentProperty property) {
        return property instanceof Embedded embedded
                ? embedded.getAssociatedEntity().getPersistentProperties().stream()
                        .flatMap(EntityTables::leaves)
                : Stream.of(property);
    }

    private static boolean hasJoinTable(Association association) {
        if (!association.isForeignKey()
                || association
                        .getAnnotationMetadata()
                        .stringValue(Relation.class, "mappedBy")
                        .isPresent()) {
            return false;
        }
        AnnotationValue<JoinColumns> columns =
                association.getAnnotationMetadata().getAnnotation(JoinColumns.class);
        return columns == null || columns.getAnnotations("value").isEmpty();
    }

    private static List<Association> plus(List<Association> path, Association last) {
        List<Association> longer = new ArrayList<>(path);
        longer.add(last);
        return longer;
    }

    /** Names are compared as SQLite does: without regard to case. */
    static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
