@NullMarked
package dev.stagedoor.limits;

import org.jspecify.annotations.NullMarked;
