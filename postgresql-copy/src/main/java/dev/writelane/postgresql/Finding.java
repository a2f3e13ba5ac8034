package dev.writelane.postgresql;

/**
 * Something that cannot be copied as it is. Listed before anything is written; the copy goes on only when it was told what to do.
 *
 * @param name by what options call it: {@code table}, {@code table.column}, the name of an index, constraint, view or trigger
 * @param problem what does not map
 * @param remedy what to say or do
 * @param ofData whether rows are concerned; else it is only the schema, and {@link CopyOptions#skippingUnmapped} leaves it out
 */
public record Finding(String name, String problem, String remedy, boolean ofData) {
    @Override
    public String toString() {
        return name + ": " + problem + ". " + remedy;
    }
}
