package dev.writelane.micronaut.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Ids and dates that Micronaut fills in. */
class AutoPopulatedTest extends DataTest {
    @Test
    void idsAndDatesAreFilledIn() {
        DocumentRepository documents = bean(DocumentRepository.class);
        Document saved = documents.save(new Document(null, "draft", null, null));
        assertThat(saved.id()).isNotNull();
        assertThat(documents.findById(saved.id())).contains(saved);
        Document changed = documents.update(new Document(saved.id(), "final", saved.created(), saved.updated()));
        Document found = documents.findById(saved.id()).orElseThrow();
        assertThat(found.created()).isEqualTo(saved.created());
        assertThat(found.updated()).isEqualTo(changed.updated()).isAfterOrEqualTo(saved.updated());
        assertThat(documents.saveAll(List.of(new Document(null, "a", null, null), new Document(null, "b", null, null))))
                .extracting(Document::id)
                .doesNotContainNull()
                .doesNotHaveDuplicates();
    }
}
