@NullMarked
package dev.stagedoor.dispatch;

import org.jspecify.annotations.NullMarked;
