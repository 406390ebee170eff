@NullMarked
package dev.stagedoor.access;

import org.jspecify.annotations.NullMarked;
