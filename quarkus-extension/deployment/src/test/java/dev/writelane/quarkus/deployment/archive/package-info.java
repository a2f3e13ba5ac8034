/** Says its persistence unit itself. */
@PersistenceUnit("archive")
package dev.writelane.quarkus.deployment.archive;

import io.quarkus.hibernate.orm.PersistenceUnit;
