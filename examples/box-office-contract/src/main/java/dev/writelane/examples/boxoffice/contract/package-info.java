/**
 * What every box office answers, as tests: each interface is run by a test class of each example, which says where its
 * application answers ({@link dev.writelane.examples.boxoffice.contract.Http#url}).
 *
 * <p>Needs jackson-databind on the class path, of any version.
 */
@NullMarked
package dev.writelane.examples.boxoffice.contract;

import org.jspecify.annotations.NullMarked;
