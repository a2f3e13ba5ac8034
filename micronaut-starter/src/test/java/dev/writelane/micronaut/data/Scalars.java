package dev.writelane.micronaut.data;

import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One of each simple type. */
@MappedEntity
record Scalars(
        @Id @GeneratedValue @Nullable Long id,
        boolean truth,
        byte tiny,
        short small,
        int whole,
        long large,
        float single,
        double real,
        char letter,
        String text,
        Grade grade,
        @TypeDef(type = DataType.INTEGER) Grade ordinal,
        UUID uuid,
        byte[] bytes,
        @TypeDef(type = DataType.JSON) Map<String, List<Integer>> json,
        @Nullable UUID none,
        @Nullable Integer noNumber,
        @Nullable Grade noGrade) {}
