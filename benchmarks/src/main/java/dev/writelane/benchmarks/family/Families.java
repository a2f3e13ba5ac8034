package dev.writelane.benchmarks.family;

import dev.writelane.benchmarks.family.scale.Scale;
import dev.writelane.benchmarks.http.Http;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** All of them, in the order in which they run. */
public final class Families {
    private static final List<Family> ALL = List.of(new Reads(), new Writes(), new Mixed(), new Http(), new Scale());

    private Families() {}

    public static List<String> names() {
        return ALL.stream().map(Family::name).toList();
    }

    /**
     * @param names with commas between them, or {@code all}; each runs once
     * @throws IllegalArgumentException for other names; it says which there are
     */
    public static List<Family> named(String names) {
        Set<String> asked =
                Arrays.stream(names.split(",")).map(String::strip).collect(Collectors.toCollection(LinkedHashSet::new));
        for (String name : asked) {
            if (!name.equals("all") && !names().contains(name)) {
                throw new IllegalArgumentException("There is no family '" + name + "': bench is all or some of "
                        + String.join(", ", names()) + ", with commas between them");
            }
        }
        return ALL.stream()
                .filter(family -> asked.contains("all") || asked.contains(family.name()))
                .toList();
    }
}
