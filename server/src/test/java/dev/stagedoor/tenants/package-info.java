@NullMarked
package dev.stagedoor.tenants;

import org.jspecify.annotations.NullMarked;
