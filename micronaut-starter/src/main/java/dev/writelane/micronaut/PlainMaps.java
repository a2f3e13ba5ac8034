package dev.writelane.micronaut;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A status as maps, lists, numbers and text, which every JSON mapper can write without knowing our records. */
final class PlainMaps {
    private PlainMaps() {}

    static Map<String, Object> of(Record value) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            try {
                Object plain = plain(component.getAccessor().invoke(value));
                if (plain != null) {
                    map.put(component.getName(), plain);
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(component + " cannot be read", e);
            }
        }
        return map;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Record nested) {
            return of(nested);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(PlainMaps::plain).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> plain = new LinkedHashMap<>();
            map.forEach((key, each) -> plain.put(String.valueOf(key), plain(each)));
            return plain;
        }
        return value.toString();
    }
}
