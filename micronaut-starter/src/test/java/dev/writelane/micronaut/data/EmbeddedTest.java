package dev.writelane.micronaut.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A value made of several columns. */
class EmbeddedTest extends DataTest {
    @Test
    void anEmbeddedValueIsKeptInItsOwnersRowAndSearchedBy() throws Exception {
        PersonRepository people = bean(PersonRepository.class);
        Person saved = people.save(new Person(null, "Ada", new Address("Square 1", "London")));
        people.save(new Person(null, "Blaise", new Address("Rue 2", "Paris")));
        assertThat(people.findById(saved.id())).contains(saved);
        assertThat(people.findByAddressCity("Paris")).extracting(Person::name).containsExactly("Blaise");
        people.update(new Person(saved.id(), "Ada", new Address("Square 3", "London")));
        assertThat(stored("SELECT address_street FROM person WHERE name = 'Ada'"))
                .containsExactly("Square 3");
    }
}
