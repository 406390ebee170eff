@NullMarked
package dev.stagedoor.idempotency;

import org.jspecify.annotations.NullMarked;
