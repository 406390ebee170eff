@NullMarked
package dev.stagedoor.calls;

import org.jspecify.annotations.NullMarked;
