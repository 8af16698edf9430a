# frozen_string_literal: true

# Validates: JSON by schemas, parameters by models.
class ValidatedController < ContractController
  def body
    render json: endpoint.validate(body_json).to_json
  end

  def multipart
    render json: endpoint.validate(form_counts)
  end

  def form
    render_typed request.request_parameters
  end

  def query
    render_typed request.query_parameters
  end

  def path
    render_typed path_texts
  end

  private

  def render_typed(given)
    model = ParameterModel.of(endpoint).new(given)
    if model.valid?
      render json: model.typed
    else
      render json: { error: model.errors.full_messages.to_sentence }, status: :unprocessable_entity
    end
  end
end
