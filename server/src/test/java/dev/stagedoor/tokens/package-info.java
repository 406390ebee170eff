@NullMarked
package dev.stagedoor.tokens;

import org.jspecify.annotations.NullMarked;
