@NullMarked
package dev.stagedoor.webhooks;

import org.jspecify.annotations.NullMarked;
