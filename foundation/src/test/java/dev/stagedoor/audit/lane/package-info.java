/** Tests of how entries are written. */
@NullMarked
package dev.stagedoor.audit.lane;

import org.jspecify.annotations.NullMarked;
