/**
 * How the house is put together: the one place that knows every floor. Reads the configuration, constructs, starts and
 * stops; decides nothing.
 */
@NullMarked
package dev.stagedoor.app;

import org.jspecify.annotations.NullMarked;
