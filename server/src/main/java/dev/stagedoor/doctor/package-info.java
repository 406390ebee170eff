/**
 * {@code stagedoor doctor}: looks at the configuration, the database and the ports, and says what is missing or unsafe.
 * Changes nothing.
 */
@NullMarked
package dev.stagedoor.doctor;

import org.jspecify.annotations.NullMarked;
