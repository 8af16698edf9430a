package apps.contract.models;

import apps.contract.constraints.EachText;
import apps.contract.constraints.Natural;
import apps.contract.constraints.Text;
import java.util.List;
import javax.validation.constraints.Size;

/** A flat object. */
public record Small(
        @Natural long id,
        @Text(max = 100) String name,
        boolean active,
        @Natural long count,
        @Size(max = 50) @EachText(max = 40) List<String> tags) {
}
