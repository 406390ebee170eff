@NullMarked
package dev.stagedoor.keys;

import org.jspecify.annotations.NullMarked;
