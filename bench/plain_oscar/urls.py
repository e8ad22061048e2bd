"""Oscar's own addresses, and a category page that reads the database.

With Haystack's simple engine Oscar's own category page lists no goods at all, so it is no peer. The view here lists
them from Oscar's own queryset with Oscar's own template, as Oscar itself did before Haystack. Search is Oscar's own.
"""

from types import SimpleNamespace

from django.apps import apps
from django.conf import settings
from django.contrib.flatpages.views import flatpage
from django.shortcuts import get_object_or_404
from django.urls import include, path
from django.views.generic import ListView
from oscar.apps.catalogue.models import Category, Product
from oscar.apps.search.forms import CategoryForm


class CategoryGoods(ListView):
    template_name = "oscar/catalogue/category.html"
    paginate_by = settings.OSCAR_PRODUCTS_PER_PAGE

    def get_queryset(self):
        self.category = get_object_or_404(Category, pk=self.kwargs["pk"])
        inside = self.category.get_descendants_and_self()
        found = Product.objects.browsable().base_queryset().filter(categories__in=inside)
        return found.order_by("-date_created").distinct()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        # The template expects Haystack's results, which wrap the row.
        found = [SimpleNamespace(object=product) for product in context["page_obj"].object_list]
        form = CategoryForm([self.category], self.request.GET)
        return context | {"products": found, "category": self.category, "form": form}


urlpatterns = [
    path("listed/<int:pk>/", CategoryGoods.as_view()),
    path("i18n/", include("django.conf.urls.i18n")),
    path("pages/<path:url>/", flatpage, name="flatpage"),
    path("", include(apps.get_app_config("oscar").urls[0])),
]
